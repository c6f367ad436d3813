// A figure drawn by Matplotlib, moved by looking up where each of its artists goes in the state of the sliders.

const SVG = "http://www.w3.org/2000/svg";
const REST = 400; // milliseconds for which the hand rests before the read-out is called out

async function render({ model, el }) {
  const figure = await unpacked(model.get("packed"));
  const indexOf = (name) => model.get(`at_${name}`);
  const svg = drawn(figure);
  const said = element("p", { className: "live-said", ariaLive: "polite" });
  const parts = figure.moves.map((move, number) => new Part(svg, number, move, figure.sliders, indexOf));
  const draw = () => parts.forEach((part) => part.draw());
  const say = () => { said.textContent = readout(figure, parts, indexOf); };
  const follow = () => {
    draw();
    clearTimeout(said.timer);
    said.timer = setTimeout(say, REST);
  };
  draw();
  say(); // it comes to the page with its words, there to be read: only what changes is called out
  el.classList.add("live-picture");
  el.append(presets(figure, model), svg, said);
  const changes = figure.sliders.map(({ name }) => `change:at_${name}`);
  changes.forEach((change) => model.on(change, follow));
  const stopNaming = nameControls(el);
  return () => {
    changes.forEach((change) => model.off(change, follow));
    stopNaming();
    clearTimeout(said.timer);
  };
}

async function unpacked(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

// The SVG as elements of this page.  Every id in it is made this view's own, so that no other figure answers to it.
function drawn(figure) {
  const own = `live-${crypto.getRandomValues(new Uint32Array(1))}-`;
  const source = figure.svg.replace(/ id="|href="#|url\(#/g, `$&${own}`);
  const svg = document.adoptNode(new DOMParser().parseFromString(source, "image/svg+xml").documentElement);
  svg.querySelector("style").remove(); // it would be the page's
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", figure.name);
  svg.dataset.own = own;
  return svg;
}

// One moving artist: its group in the drawing, and its table.
class Part {
  constructor(svg, number, move, sliders, indexOf) {
    this.move = move;
    this.indexOf = indexOf;
    this.sizes = Object.fromEntries(sliders.map(({ name, labels }) => [name, labels.length]));
    const group = svg.getElementById(`${svg.dataset.own}part-${number}`);
    if (move.texts) this.text = writing(group, move.look);
    else this.find(group);
  }

  find(group) {
    this.path = group.querySelector(":scope > path");
    this.marker = group.querySelector("use");
    this.markers = this.marker?.parentNode;
  }

  get state() {
    return this.move.sliders.reduce((state, name) => state * this.sizes[name] + this.indexOf(name), 0);
  }

  get words() {
    return this.move.texts?.[this.state];
  }

  draw() {
    const state = this.state;
    if (state === this.shown) return;
    this.shown = state;
    const [start, end] = this.move.starts.slice(state, state + 2);
    if (this.text) this.write(start, end);
    this.path?.setAttribute("d", this.strokes(start, end));
    this.markers?.replaceChildren(...this.dots(start, end));
  }

  at(point) {
    return this.move.points.slice(2 * point, 2 * point + 2);
  }

  isPenUp(point) {
    return this.move.points[2 * point] === null; // the next point starts a new stroke
  }

  strokes(start, end) {
    let d = "";
    for (let point = start; point < end; point += 1) {
      if (this.isPenUp(point)) continue;
      const [x, y] = this.at(point);
      d += `${point === start || this.isPenUp(point - 1) ? "M" : "L"}${x} ${y}`;
    }
    return d;
  }

  dots(start, end) {
    const dots = [];
    for (let point = start; point < end; point += 1) {
      if (this.isPenUp(point)) continue;
      const [x, y] = this.at(point);
      const dot = this.marker.cloneNode();
      dot.setAttribute("x", x);
      dot.setAttribute("y", y);
      dots.push(dot);
    }
    return dots;
  }

  write(start, end) {
    if (start === end) return this.text.replaceChildren(); // it stands outside the page
    const [x, y] = this.at(start);
    const { rotate, vertical, leading } = this.move.look;
    const lines = this.words.split("\n");
    const above = { top: 0, center: 0.5, center_baseline: 0.5, baseline: 1, bottom: 1 }[vertical];
    this.text.setAttribute("transform", `translate(${x} ${y}) rotate(${rotate})`);
    const first = -above * leading * (lines.length - 1);
    this.text.replaceChildren(...lines.map((line, n) => lineOfText(line, n ? leading : first)));
  }
}

const BASELINES = { top: "text-before-edge", center: "central", center_baseline: "central", bottom: "text-after-edge" };

function writing(group, { vertical, rotate, leading, ...look }) {
  const text = document.createElementNS(SVG, "text");
  Object.entries(look).forEach(([name, value]) => text.setAttribute(name, value));
  text.setAttribute("dominant-baseline", BASELINES[vertical] ?? "alphabetic");
  group.replaceChildren(text);
  return text;
}

function lineOfText(line, dy) {
  const span = document.createElementNS(SVG, "tspan");
  span.setAttribute("x", 0);
  span.setAttribute("dy", dy);
  span.textContent = line;
  return span;
}

// The buttons: each sets the sliders it names; the sliders follow, because they are linked to the model.
function presets(figure, model) {
  const row = element("div", { className: "live-presets" });
  figure.presets.forEach(([title, indices]) => {
    const button = element("button", { type: "button", textContent: title, className: "jupyter-button" });
    button.addEventListener("click", () => {
      Object.entries(indices).forEach(([name, index]) => model.set(`at_${name}`, index));
      model.save_changes();
    });
    row.append(button);
  });
  return row;
}

// What the figure says now, for those who hear it.
function readout(figure, parts, indexOf) {
  const settings = figure.sliders.map(({ name, symbol, labels }) => `${symbol} = ${labels[indexOf(name)]}`);
  const words = parts.map((part) => part.words).filter(Boolean);
  return [settings.join(", "), ...words].join(" · ").replace(/\s+/g, " ");
}

// Sliders and buttons of ipywidgets do not carry their own names or states: take them from what stands beside them.
const WATCHED = {
  subtree: true,
  childList: true,
  characterData: true,
  attributeFilter: ["class", "aria-valuetext", "contenteditable"],
};

function nameControls(el) {
  const box = () => el.closest(".live-figure") ?? el;
  const name = () => {
    box().querySelectorAll(".live-control").forEach(nameControl);
    box().querySelectorAll(".live-player").forEach(namePlayer);
  };
  const watcher = new MutationObserver(name);
  const begin = () => {
    if (!el.isConnected) return wait(); // its box can be found once it is on the page
    name();
    watcher.observe(box(), WATCHED);
  };
  let frame;
  const wait = () => { frame = requestAnimationFrame(begin); };
  wait();
  return () => {
    cancelAnimationFrame(frame);
    watcher.disconnect();
  };
}

function nameControl(control) {
  const label = labelOf(control);
  const readout = control.querySelector(".widget-readout");
  if (readout) setOnce(readout, "contenteditable", "false"); // what is typed there would be shown, and not be true
  control.querySelectorAll(".noUi-handle").forEach((handle) => {
    setOnce(handle, "aria-label", label);
    setOnce(handle, "aria-valuetext", readout.textContent);
  });
  control.querySelectorAll(".widget-toggle-button").forEach((button) => {
    setOnce(button, "aria-label", `${label} = ${button.textContent.trim()}`);
    setPressed(button);
  });
}

const PLAYER = { "fa-play": "play", "fa-pause": "pause", "fa-stop": "back to the start", "fa-retweet": "repeat" };

function namePlayer(player) {
  player.querySelectorAll(".widget-play button").forEach((button) => {
    const icon = Object.keys(PLAYER).find((name) => button.querySelector(`.${name}`));
    setOnce(button, "aria-label", `${labelOf(player)}: ${PLAYER[icon]}`);
    if (icon === "fa-retweet") setPressed(button);
  });
}

function labelOf(control) {
  return control.querySelector(".widget-label")?.textContent ?? "";
}

function setPressed(button) {
  setOnce(button, "aria-pressed", String(button.classList.contains("mod-active")));
}

function setOnce(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

export default { render };
