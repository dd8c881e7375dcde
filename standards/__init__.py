"""What people are promised, and by when: pure rules without tables, network or a clock of their own."""
