"""The list of features: the one module that imports upward."""

from collections.abc import Mapping
from typing import Any

from complaints.domain.access import Permission
from complaints.feature import FEATURE as COMPLAINTS
from complaints.kernel.feature import ClockHandler, Courier, Errand, Feature, Handler, Scene, Schedule
from complaints.kernel.outbox import Message
from escalation.feature import FEATURE as ESCALATION
from reports.feature import FEATURE as REPORTS

FEATURES: tuple[Feature, ...] = (COMPLAINTS, ESCALATION, REPORTS)

HANDLERS: Mapping[type[Message], Handler | Courier | Errand] = {
    kind: handler for feature in FEATURES for kind, handler in feature.handlers.items()
}
SCHEDULES: Mapping[str, Schedule] = {name: one for feature in FEATURES for name, one in feature.schedules.items()}
CLOCKS: Mapping[str, ClockHandler] = {kind: handler for feature in FEATURES for kind, handler in feature.clocks.items()}
REMINDS: Mapping[str, ClockHandler] = {
    kind: handler for feature in FEATURES for kind, handler in feature.reminds.items()
}
CONTROLLERS: tuple[Any, ...] = tuple(controller for feature in FEATURES for controller in feature.controllers)
COMMANDS: tuple[Any, ...] = tuple(command for feature in FEATURES for command in feature.commands)
PERMISSIONS: tuple[Permission, ...] = tuple(one for feature in FEATURES for one in feature.permissions)
SCENES: Mapping[str, Scene] = {name: scene for feature in FEATURES for name, scene in feature.scenes.items()}
