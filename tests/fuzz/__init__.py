"""Random inputs for what reads bytes: no exception but our own may leave it."""
