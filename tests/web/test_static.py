"""The built assets are what the sources make, within budget, and keep to the content policy."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest

from web import assets

WEB = assets.STATIC.parent
STATIC, DIST, FRONTEND = assets.STATIC, assets.STATIC / "dist", WEB / "frontend"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
MODULES = sorted((STATIC / "js").glob("*.js"))
SHEETS = sorted((STATIC / "css").glob("*.css"))

#: The pins that the look, the swaps and the diagram were made for.
PINS = {"bpmn-js": "18.31.1", "htmx.org": "2.0.11", "idiomorph": "0.8.0"}

#: The table of the extension namespace: what it extends, and with which attributes.
EXTENSIONS = {
    "bpmn:BaseElement": {"nameEn"},
    "bpmn:Lane": {"role"},
    "bpmn:Process": {"unit"},
    "bpmn:FlowNode": {"locked"},
    "bpmn:UserTask": {
        "form", "unit", "assignee", "priority", "deadline", "due", "notBy", "stage", "acts",
        "sendBackTo",
    },
    "bpmn:ServiceTask": {"operation"},
    "bpmn:SendTask": {"operation", "correlation"},
    "bpmn:ThrowEvent": {"operation", "correlation"},
    "bpmn:BusinessRuleTask": {"decision", "result"},
    "bpmn:CatchEvent": {"correlation", "act", "form", "roles"},
    "bpmn:ReceiveTask": {"correlation", "act", "form", "roles"},
}  # fmt: skip


def squeezed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def built(name: str) -> Path:
    return DIST / str(assets.manifest().entries[name]["file"])


def test_each_built_file_is_the_one_that_the_manifest_names() -> None:
    listed = assets.manifest().files
    present = {path.name for path in DIST.iterdir()} - {"manifest.json"}
    assert present == set(listed)
    for name, digest in listed.items():
        assert hashlib.sha256((DIST / name).read_bytes()).hexdigest() == digest, name


def test_an_entry_names_only_files_that_were_built() -> None:
    for entry in assets.manifest().entries.values():
        named = re.findall(r"[\w.-]+\.(?:js|css)", json.dumps(entry))
        assert named
        assert set(named) <= set(assets.manifest().files)


def loaded(name: str) -> set[Path]:
    """What a page loads for an entry: its file, and all chunks that it may ask for."""
    found, waiting = set(), [str(assets.manifest().entries[name]["file"])]
    while waiting:
        file = waiting.pop()
        if file.endswith(".js") and DIST / file not in found:
            waiting += re.findall(r"chunk-[A-Z0-9]{8}\.js", (DIST / file).read_text("utf-8"))
        found.add(DIST / file)
    return found


@pytest.mark.parametrize(
    ("name", "most"),
    [("app.js", 30_000), ("app.css", 15_000), ("diagram-viewer.js", 75_000),
     ("diagram-compare.js", 80_000), ("modeler.js", 560_000)],
)  # fmt: skip
def test_a_bundle_stays_within_its_compressed_budget(name: str, most: int) -> None:
    assert sum(map(squeezed, loaded(name))) <= most


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_script_module_fits_on_a_page(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 150


def test_an_asset_has_an_address_that_changes_with_its_bytes() -> None:
    assert assets.asset("app.css") == f"/static/dist/{built('app.css').name}"
    digest = hashlib.sha256((STATIC / "icons.svg").read_bytes()).hexdigest()
    assert assets.asset("icons.svg") == f"/static/icons.svg?v={digest[:10]}"
    with pytest.raises(FileNotFoundError):
        assets.asset("no-such-file.svg")


def test_packages_are_pinned_exactly_in_both_files() -> None:
    wanted = json.loads((FRONTEND / "package.json").read_text())
    locked = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
    assert wanted["dependencies"] == PINS
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert locked[f"node_modules/{name}"]["version"] == version


def test_every_bundled_package_has_its_licence_beside_the_bundle() -> None:
    text = (DIST / "LICENSES.txt").read_text(encoding="utf-8")
    for name, version in PINS.items():
        assert f"{name} {version}" in text
    assert "watermark" in text


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.skipif(
    not (FRONTEND / "node_modules").is_dir(), reason="web/frontend/node_modules: run npm ci there"
)
def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run(
        ["node", "build.mjs", str(tmp_path / "dist")], cwd=FRONTEND, check=True, timeout=50
    )
    again = {path.name: path.read_bytes() for path in (tmp_path / "dist").iterdir()}
    assert again == {path.name: path.read_bytes() for path in DIST.iterdir()}


NOT_IN_CHROMIUM_86 = {
    "nesting": r"(?m)^\s*&|\{[^{}]*\{[^{}@]*\}[^{}]*[a-z-]+:",
    "selectors": r":(?:has|is|where)\(",
    "inset": r"(?<![\w-])inset\s*:",
    "aspect-ratio": r"aspect-ratio",
    "color-mix": r"color-mix\(",
    "new units": r"\d(?:dvh|svh|lvh|cqw|cqh)\b",
    "container": r"@container|@layer",
}


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_style_sheets_use_only_what_the_oldest_browser_knows(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"@(?:media|page)[^{]*\{", "", text)
    found = [name for name, bad in NOT_IN_CHROMIUM_86.items() if re.search(bad, text)]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_scripts_use_only_what_the_oldest_browser_knows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    newer = r"\.at\(|Object\.hasOwn|structuredClone|\.findLast|randomUUID|\beval\(|new Function"
    assert re.findall(newer, text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_a_template_carries_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert (
        re.findall(r"""\sstyle\s*=\s*["']|<style\b|\son[a-z]+\s*=\s*["']|javascript:""", text) == []
    )
    for attributes in re.findall(r"<script\b([^>]*)>", text):
        assert "src=" in attributes or 'type="application/json"' in attributes


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_a_template_loads_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert (
        re.findall(r"""(?:src|href|action|hx-get|hx-post)\s*=\s*["'](?:https?:)?//""", text) == []
    )


def sprite() -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))


def test_every_icon_that_a_template_names_is_drawn() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    named = set(re.findall(r"icon\('([a-z-]+)'", text))
    assert named
    assert named <= sprite()


def test_every_word_that_the_script_says_is_in_the_page() -> None:
    script = "".join(path.read_text(encoding="utf-8") for path in MODULES)
    said = set(re.findall(r'words\("([a-z.-]+)"', script))
    said |= set(re.findall(r'say\(form, "([a-z.-]+)"', script))
    said |= set(re.findall(r'"((?:draft|error)\.[a-z-]+)"', script))
    said |= {f"live.{state}" for state in ("connecting", "live", "polling", "lost")}
    page = (WEB / "templates" / "layout" / "words.html").read_text(encoding="utf-8")
    offered = set(re.findall(r"^\s*'([a-z.-]+)':", page, flags=re.MULTILINE))
    assert said == offered


def test_the_moddle_descriptor_has_the_attributes_of_the_extension_table() -> None:
    package = json.loads((FRONTEND / "moddle" / "sanlian.json").read_text())
    assert (package["prefix"], package["uri"]) == ("sanlian", "urn:sanlian:bpmn:1")
    found: dict[str, set[str]] = {}
    for kind in package["types"]:
        for extended in kind.get("extends", ()):
            found.setdefault(extended, set()).update(p["name"] for p in kind["properties"])
    assert found == EXTENSIONS
    elements = {kind["name"] for kind in package["types"] if "superClass" in kind}
    assert elements == {"Input", "Output"}


def tokens(scheme: str) -> dict[str, str]:
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    light, dark = text.split("@media", 1)
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", light))
    return found | dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", dark)) if scheme else found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


TEXT_ON_GROUND = [
    *product(("ink", "ink-2", "brand-text", "plum", "red"), ("paper", "ground", "hover")),
    *((f"{tone}", f"{tone}-soft") for tone in ("red", "orange", "yellow", "green")),
    *product(("ink", "ink-2"), ("brand-soft", "grey-soft", "orange-soft", "red-soft")),
    *product(("on-brand",), ("brand", "brand-dark", "red-solid")),
    ("ink-3", "paper"),
    ("brand-text", "brand-soft"),
    ("ink", "yellow-soft"),
]


@pytest.mark.parametrize("scheme", ["", "dark"], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_stands_out_from_its_ground(text: str, ground: str, scheme: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[text], colours[ground]) >= 4.5


def test_the_contrast_formula_knows_black_on_white() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
