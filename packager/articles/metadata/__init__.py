"""What a page says of itself, by stated precedence, and what a person says of it."""
