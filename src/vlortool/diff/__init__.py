"""Which positions two advisories share, and how they changed."""
