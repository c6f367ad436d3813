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
