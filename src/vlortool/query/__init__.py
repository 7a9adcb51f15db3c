"""Questions to one advisory, answered with records: its sections, its notes, its units."""
