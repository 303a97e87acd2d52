"""Which texts and pictures are the article, what belongs together, and why."""
