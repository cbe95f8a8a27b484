"""What a page must keep at every width: nothing to scroll sideways, no text upon text."""

from __future__ import annotations

from playwright.sync_api import Page

TOO_WIDE = "() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"

OVERLAPS = """() => {
  const SLACK = 3;
  const style = (element) => getComputedStyle(element);
  const isLayer = (element) =>
    ["fixed", "sticky", "absolute"].includes(style(element).position) ||
    style(element).overflowY !== "visible" || element.matches("dialog, svg, .leaflet-container");
  function layerOf(element) {
    while (element.parentElement && !isLayer(element)) element = element.parentElement;
    return element;
  }
  function cut(box, element) {
    for (let each = element; each; each = each.parentElement) {
      if (each === document.documentElement || each === document.body) continue;
      if (style(each).overflowX === "visible") continue;
      const frame = each.getBoundingClientRect();
      box = {
        left: Math.max(box.left, frame.left), top: Math.max(box.top, frame.top),
        right: Math.min(box.right, frame.right), bottom: Math.min(box.bottom, frame.bottom),
      };
    }
    return box.right - box.left > SLACK && box.bottom - box.top > SLACK ? box : null;
  }
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("svg, script, style, noscript")) continue;
    if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      const box = cut(rect, parent);
      if (box) lines.push({ box, node, text: node.data.trim(), layer: layerOf(parent) });
    }
  }
  const found = [];
  for (const [index, a] of lines.entries())
    for (const b of lines.slice(index + 1)) {
      if (a.node === b.node || a.layer !== b.layer) continue;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      const line = Math.min(a.box.bottom - a.box.top, b.box.bottom - b.box.top);
      if (wide > SLACK && high > line / 3) found.push([a.text.slice(0, 60), b.text.slice(0, 60)]);
    }
  return found;
}"""
"""Pairs of texts of one layer that cover each other by more than a third of a line."""

PHONE_MOST, SMALLEST = 767, 320


def assert_fits(page: Page) -> None:
    """At the page's own width and, where that is a phone's, also at 320 px."""
    size = page.viewport_size
    assert size
    _assert_fits_now(page)
    if size["width"] <= PHONE_MOST:
        page.set_viewport_size({"width": SMALLEST, "height": size["height"]})
        _assert_fits_now(page)
        page.set_viewport_size(size)


def _assert_fits_now(page: Page) -> None:
    page.wait_for_timeout(100)  # sheets and maps settle
    where = f"{page.url} at {page.viewport_size}"
    assert page.evaluate(TOO_WIDE) <= 0, f"{where} scrolls sideways"
    found = page.evaluate(OVERLAPS)
    assert found == [], f"{where}: text upon text {found}"
