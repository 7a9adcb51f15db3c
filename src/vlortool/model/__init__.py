"""The records that pass between the rooms: frozen, typed, JSON-ready."""
