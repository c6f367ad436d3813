// The lesson as a deck.  A slide that does not fit is parted: first come, first shown, the rest goes to the next slide.

const [WIDTH, HEIGHT] = [1280, 720];
const [PICTURE, LEAST_PICTURE] = [420, 260];
const LEAST_ZOOM = 0.6; // below this the slide scrolls
const PATIENCE = 5000; // milliseconds to wait for the widgets; without them their pictures stand
const UNDRAWN = "script[type$='widget-view+json']:not(.widget-subarea:has(*) + script), .live-figure:not(:has(svg))";

function parted(section) {
  const units = [...section.children];
  const first = units.findIndex((unit, place) => place > 0 && !fits(unit, section));
  if (first < 0) return shrunk(section);
  const start = first > 1 && leadsOn(units[first - 1]) ? first - 1 : first;
  const next = document.createElement("section");
  next.append(...units.slice(start));
  next.firstElementChild.classList.remove("fragment");
  section.after(next);
  shrunk(section);
  parted(next);
}

function fits(unit, section) {
  return unit.getBoundingClientRect().bottom - section.getBoundingClientRect().top <= HEIGHT;
}

// "… in the next cell:" stays with that cell.
function leadsOn(unit) {
  return unit.textContent.trim().endsWith(":");
}

// One cell alone can be too tall: its picture gives way first, then its type, as far as it can be read.
function shrunk(section) {
  const excess = () => section.scrollHeight - HEIGHT;
  if (excess() > 0) section.style.setProperty("--picture", `${Math.max(LEAST_PICTURE, PICTURE - excess())}px`);
  if (excess() > 0) section.style.setProperty("--zoom", Math.max(LEAST_ZOOM, HEIGHT / section.scrollHeight));
}

// A slider that has the focus keeps its arrows, Home and End; the keys of a remote control turn the pages.
const OF_A_SLIDER = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
const OF_A_BUTTON = [" ", "Enter"];

function belongsToDeck({ key }) {
  const focused = document.activeElement;
  if (focused.matches(".noUi-handle")) return !OF_A_SLIDER.includes(key);
  if (focused.matches("button, summary, a")) return !OF_A_BUTTON.includes(key);
  return true;
}

function turnPage(event) {
  const turn = { PageDown: "next", PageUp: "prev" }[event.key];
  if (!turn || !document.activeElement.matches(".noUi-handle")) return;
  event.stopPropagation();
  Reveal[turn]();
}

async function drawn() {
  const loaded = new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
  await Promise.all([loaded, MathJax.startup.promise]);
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  const tired = performance.now() + PATIENCE;
  while (document.querySelector(UNDRAWN) && performance.now() < tired) await new Promise(requestAnimationFrame);
}

async function present() {
  document.querySelectorAll("details").forEach((answer) => (answer.open = true)); // turning to it is what reveals it
  await drawn();
  document.querySelectorAll(".slides > section").forEach(parted);
  window.addEventListener("keydown", turnPage, true);
  await Reveal.initialize({
    width: WIDTH,
    height: HEIGHT,
    margin: 0.04,
    center: false,
    hash: true,
    slideNumber: "c/t",
    transition: "none",
    keyboardCondition: belongsToDeck,
    plugins: [RevealNotes],
  });
  Reveal.on("slidechanged", () => document.activeElement.blur()); // a slider left behind keeps no keys
  document.documentElement.dataset.deck = "ready";
}

present();
