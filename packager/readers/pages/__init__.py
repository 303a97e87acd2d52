"""Reads pages: as browsers and tools save them, with the files beside them or in one with them."""
