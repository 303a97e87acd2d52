"""The tests; they mirror the package, and `checkers` holds the programs that judge its products."""
