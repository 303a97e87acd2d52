"""What stands beside the volumes: the report, for machines and for people, and the manifest of every file."""
