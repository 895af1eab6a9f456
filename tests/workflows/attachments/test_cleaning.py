"""A picture that is kept says no longer where it was taken, and shows every point as before."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from tests.workflows.attachments import samples
from workflows.attachments.cleaning import cleaned
from workflows.attachments.kinds import BY_NAME


def points(content: bytes) -> str:
    with Image.open(io.BytesIO(content)) as opened:
        return hashlib.sha256(opened.tobytes()).hexdigest()


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_picture_loses_its_position_and_keeps_its_points_and_its_way_up(kind: str) -> None:
    content = samples.picture(kind.upper())
    assert samples.position_of(content)
    left = cleaned(BY_NAME[kind], "照片", content)
    assert samples.position_of(left.content) == {}
    assert b"Telephone" not in left.content
    assert samples.turned_of(left.content) == 6
    assert points(left.content) == points(content)
    assert left.taken_at == "2026:03:01 22:15:00"


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_picture_without_description_stays_as_it_is(kind: str) -> None:
    content = samples.picture(kind.upper(), exif=False)
    left = cleaned(BY_NAME[kind], "照片", content)
    assert points(left.content) == points(content)
    assert left.taken_at == ""


def test_a_film_that_a_telephone_hangs_behind_a_picture_is_left_behind() -> None:
    left = cleaned(BY_NAME["jpeg"], "照片", samples.picture() + samples.film())
    assert b"+30.5833" not in left.content
    assert left.content.endswith(b"\xff\xd9")


def test_a_picture_that_comes_in_several_scans_stays_whole() -> None:
    drawn = Image.linear_gradient("L").resize((160, 120)).convert("RGB")
    out = io.BytesIO()
    drawn.save(out, "JPEG", progressive=True, exif=samples.described())
    left = cleaned(BY_NAME["jpeg"], "照片", out.getvalue())
    assert points(left.content) == points(out.getvalue())
    assert samples.position_of(left.content) == {}


def test_a_film_loses_its_position_and_keeps_its_length_and_its_pictures() -> None:
    content = samples.film()
    left = cleaned(BY_NAME["mp4"], "现场", content).content
    assert b"+30.5833" not in left
    assert len(left) == len(content)
    assert left.endswith(content[-1008:])


def test_a_photo_of_20_megabytes_is_cleaned_whole() -> None:
    content = samples.photo_of_20_megabytes()
    assert 18_000_000 < len(content) < 25 * 1024 * 1024
    left = cleaned(BY_NAME["jpeg"], "照片", content)
    assert samples.position_of(left.content) == {}
    assert samples.turned_of(left.content) == 6
    assert abs(len(content) - len(left.content)) < 2000
