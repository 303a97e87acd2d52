"""A page as a flat list of texts and pictures, and the frames round them."""
