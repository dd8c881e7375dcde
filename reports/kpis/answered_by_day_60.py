"""Of the cases that are old enough, how many had an answer after 60 calendar days."""

from reports.kpi import answered_by_day

KPI = answered_by_day(60)
