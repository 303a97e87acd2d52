"""Binds articles into volumes: topics, periods, the plan, chapters, front and back matter."""
