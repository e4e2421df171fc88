"""Who is learning it, when and for how many hours."""
