"""A picture that shows whether it was turned."""

import pytest
from PIL import Image, ImageDraw


@pytest.fixture(scope="session")
def scene():
    """Gradients, shapes and a red corner at the top left, 120 x 90 pixels of many colours."""
    image = Image.radial_gradient("L").resize((120, 90))
    image = Image.merge("RGB", (image, image.transpose(Image.Transpose.FLIP_TOP_BOTTOM), image.rotate(90)))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 30, 22), fill=(230, 20, 20))
    draw.ellipse((60, 40, 110, 80), outline=(0, 0, 200), width=3)
    return image
