"""What every package needs and no case is known to: database, work, journal, outbox, timers, vault."""
