// The script of a diagram's page, as text: moving, zooming, finding, and what belongs to a table brought out. Plain browser
// JavaScript without a library; it must not hold the end of a script element.
export const pageScript = `
"use strict";
const view = document.getElementById("view");
const svg = view.querySelector("svg");
const whole = svg.viewBox.baseVal;
const full = { x: 0, y: 0, width: whole.width, height: whole.height };
let at = { ...full };
svg.removeAttribute("width");
svg.removeAttribute("height");

function show() {
  svg.setAttribute("viewBox", [at.x, at.y, at.width, at.height].join(" "));
}
function scale() {
  return Math.max(at.width / view.clientWidth, at.height / view.clientHeight);
}
function zoom(by, x, y) {
  const next = Math.min(Math.max(at.width * by, 120), full.width * 8) / at.width;
  at = { x: x - (x - at.x) * next, y: y - (y - at.y) * next, width: at.width * next, height: at.height * next };
  show();
}
function middle() {
  return [at.x + at.width / 2, at.y + at.height / 2];
}
function fit() {
  at = { ...full };
  show();
}
function place(event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [point.x, point.y];
}

view.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.004), ...place(event));
}, { passive: false });

const fingers = new Map();
let travelled = 0;
view.addEventListener("pointerdown", (event) => {
  fingers.set(event.pointerId, event);
  travelled = 0;
  view.classList.add("moving");
});
window.addEventListener("pointermove", (event) => {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const others = [...fingers.values()].filter((finger) => finger.pointerId !== event.pointerId);
  if (others.length === 1) {
    const far = (finger) => Math.hypot(finger.clientX - others[0].clientX, finger.clientY - others[0].clientY);
    if (far(event) > 0) zoom(far(before) / far(event), ...place(others[0]));
  } else {
    const by = scale();
    at.x -= (event.clientX - before.clientX) * by;
    at.y -= (event.clientY - before.clientY) * by;
    travelled += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
    show();
  }
  fingers.set(event.pointerId, event);
});
function lift(event) {
  fingers.delete(event.pointerId);
  if (fingers.size === 0) view.classList.remove("moving");
}
window.addEventListener("pointerup", lift);
window.addEventListener("pointercancel", lift);

const boxes = [...svg.querySelectorAll(".entity")];
const lines = [...svg.querySelectorAll(".line[data-from]")];
let chosen = null;
function bringOut(id) {
  chosen = id;
  const near = new Set([id]);
  for (const line of lines) {
    const touches = line.dataset.from === id || line.dataset.to === id;
    if (touches) near.add(line.dataset.from).add(line.dataset.to);
    line.classList.toggle("faded", id !== null && !touches);
  }
  for (const box of boxes) box.classList.toggle("faded", id !== null && !near.has(box.id));
}
view.addEventListener("click", (event) => {
  if (travelled > 4) return;
  const box = event.target.closest(".entity");
  bringOut(box && box.id !== chosen ? box.id : null);
});

const search = document.getElementById("search");
const found = document.getElementById("found");
let position = -1;
function matches() {
  const words = search.value.trim().toLowerCase();
  if (words === "") return [];
  const name = (box) => box.dataset.name.toLowerCase();
  const exact = boxes.filter((box) => name(box) === words || name(box).endsWith("." + words));
  return [...exact, ...boxes.filter((box) => name(box).includes(words) && !exact.includes(box))];
}
function find(step) {
  const list = matches();
  for (const box of boxes) box.classList.toggle("found", list.includes(box));
  if (list.length === 0) {
    found.textContent = search.value.trim() === "" ? "" : "none";
    position = -1;
    return;
  }
  position = (position + step + list.length) % list.length;
  found.textContent = position + 1 + " of " + list.length;
  const box = list[position];
  const inner = box.getBBox();
  const shift = svg.getScreenCTM().inverse().multiply(box.getScreenCTM());
  const centre = new DOMPoint(inner.x + inner.width / 2, inner.y + inner.height / 2).matrixTransform(shift);
  const by = Math.min(scale(), 0.9);
  at.width = view.clientWidth * by;
  at.height = view.clientHeight * by;
  at.x = centre.x - at.width / 2;
  at.y = centre.y - at.height / 2;
  show();
}
search.addEventListener("input", () => {
  position = -1;
  find(1);
});
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter") find(event.shiftKey ? -1 : 1);
  if (event.key === "Escape") {
    search.value = "";
    find(0);
    view.focus();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.target === search || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = 80 * scale();
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const move = moves[event.key];
  if (move) {
    at.x += move[0] * step;
    at.y += move[1] * step;
    show();
  } else if (event.key === "+" || event.key === "=") zoom(0.8, ...middle());
  else if (event.key === "-") zoom(1.25, ...middle());
  else if (event.key === "0") fit();
  else if (event.key === "/") search.focus();
  else if (event.key === "Escape") bringOut(null);
  else return;
  event.preventDefault();
});
document.getElementById("in").addEventListener("click", () => zoom(0.8, ...middle()));
document.getElementById("out").addEventListener("click", () => zoom(1.25, ...middle()));
document.getElementById("fit").addEventListener("click", fit);

const prefersNight = window.matchMedia("(prefers-color-scheme: dark)");
let night = prefersNight.matches;
function dress() {
  svg.dataset.theme = night ? "dark" : "light";
  document.documentElement.classList.toggle("night", night);
}
prefersNight.addEventListener("change", (event) => {
  night = event.matches;
  dress();
});
document.getElementById("theme").addEventListener("click", () => {
  night = !night;
  dress();
});
dress();
fit();
if (location.hash.length > 1) {
  search.value = decodeURIComponent(location.hash.slice(1));
  find(1);
}
`;
