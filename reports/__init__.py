"""Figures, patterns and documents: reads everything, changes nothing but its own runs."""
