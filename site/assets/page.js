// Told to MathJax and RequireJS before they load.

window.MathJax = {
  tex: { inlineMath: [["$", "$"]], processEscapes: true },
  options: { enableMenu: false },
  startup: {
    ready() {
      MathJax.Hub = { Queue() {} }; // ipywidgets speaks to MathJax 2 when it draws a label
      MathJax.startup.defaultReady();
    },
  },
};

window.require = {
  paths: {
    anywidget: "../assets/anywidget",
    "@jupyter-widgets/html-manager": "../assets/html-manager", // in embed-amd.js already: this says where its fonts are
    "@jupyter-widgets/html-manager/dist": "../assets",
  },
};

// What is wider than the page can be scrolled with the keyboard too.
addEventListener("load", () => {
  document.querySelectorAll("pre, .output, .formula").forEach((box) => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  });
});
