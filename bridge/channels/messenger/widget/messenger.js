// SPDX-License-Identifier: MIT
/* The loader: the `Intercom` queue and the launcher at once; the rest when it is needed or the page is idle. */
(function () {
  "use strict";
  if (window.Intercom && window.Intercom.booted !== undefined) {
    window.Intercom("reattach_activator"); // a page that exchanges its body, as Turbo does, runs us again
    if (window.intercomSettings) window.Intercom("update", window.intercomSettings);
    return;
  }

  var script =
    document.currentScript ||
    document.getElementById("_intercom_npm_loader") ||
    document.querySelector('script[src*="/messenger.js"],script[src*="/widget/"]');
  var origin = script && script.src ? new URL(script.src, location.href).origin : location.origin;
  var queue = (window.Intercom && window.Intercom.q) || [];
  var loader = { origin: origin, host: null, panel: null, button: null, settings: {} };
  var loading = null;
  var messenger = null;

  function load() {
    loading =
      loading ||
      import(origin + "/messenger/widget/element.js").then(
        function (module) {
          return module.start(loader).then(function (made) {
            messenger = made;
            while (queue.length) messenger.command.apply(null, queue.shift());
          });
        },
      ).catch(function (error) {
        loading = null; // the next command tries again
        console.warn("Messenger: could not be loaded", error);
      });
    return loading;
  }

  /** Back on the page, if its body was exchanged. */
  loader.keep = function () {
    [loader.host, loader.panel].forEach(function (node) {
      if (node && !node.isConnected && document.body) document.body.append(node);
    });
  };

  function drawLauncher(settings) {
    if (!document.body) return;
    if (loader.host) return loader.keep();
    var host = (loader.host = document.createElement("div"));
    host.id = "intercom-container";
    var root = host.attachShadow({ mode: "open" });
    var style = new CSSStyleSheet(); // no element: a page's policy may forbid those
    loader.place(settings);
    style.replaceSync(
      ":host{all:initial}button{all:unset;box-sizing:border-box;position:fixed;z-index:var(--m-z,2147483001);" +
      "right:var(--m-right);left:var(--m-left);bottom:var(--m-foot);width:48px;height:48px;border-radius:50%;cursor:pointer;" +
      "background:var(--m-accent,#1f4fd8);color:var(--m-on-accent,#fff);display:grid;place-items:center;" +
      "box-shadow:0 2px 12px #0005}button[hidden]{display:none}" +
      "button:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #1f4fd8}" +
      "span{position:absolute;top:-4px;right:-4px;min-width:20px;box-sizing:border-box;padding:0 5px;" +
      "border-radius:10px;background:#b3121d;color:#fff;font:600 12px/20px system-ui,sans-serif;text-align:center}" +
      "span[hidden]{display:none}svg{width:24px;height:24px}@media print{button{display:none}}",
    );
    root.adoptedStyleSheets = [style];
    var button = (loader.button = document.createElement("button"));
    button.type = "button";
    button.dataset.testid = "launcher";
    button.setAttribute("aria-label", "Open Messenger");
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-expanded", "false");
    button.hidden = settings.hide_default_launcher === true;
    var icon = drawn("svg", { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": 2,
      "stroke-linejoin": "round", "aria-hidden": true });
    icon.append(drawn("path", { d: "M4 4h16v12H10l-5 4v-4H4z" }));
    var badge = document.createElement("span");
    badge.hidden = true;
    badge.dataset.testid = "unread";
    button.append(icon, badge);
    button.addEventListener("click", function () {
      if (messenger) messenger.toggle();
      else Intercom("show");
    });
    root.append(button);
    document.body.append(host);
    new MutationObserver(loader.keep).observe(document.documentElement, { childList: true });
  }
  loader.draw = drawLauncher;

  function drawn(tag, attributes) {
    var node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (var name in attributes) node.setAttribute(name, attributes[name]);
    return node;
  }

  /** Where the launcher stands; an update may say otherwise. */
  loader.place = function (settings) {
    if (!loader.host) return;
    var isLeft = settings.alignment === "left";
    var side = (Number(settings.horizontal_padding) || 20) + "px";
    var style = loader.host.style;
    style.setProperty("--m-left", isLeft ? side : "auto");
    style.setProperty("--m-right", isLeft ? "auto" : side);
    style.setProperty("--m-foot", (Number(settings.vertical_padding) || 20) + "px");
    if (Number(settings.z_index)) style.setProperty("--m-z", Number(settings.z_index) + 1);
  };

  function Intercom() {
    var args = Array.prototype.slice.call(arguments);
    if (args[0] === "boot") {
      loader.settings = Object.assign({}, window.intercomSettings, args[1]);
      whenBody(function () {
        drawLauncher(loader.settings);
      });
    }
    if (messenger) return messenger.command.apply(null, args);
    queue.push(args);
    whenBody(load);
    return undefined;
  }
  Intercom.booted = false;
  window.Intercom = Intercom;

  function whenBody(act) {
    if (document.body) act();
    else document.addEventListener("DOMContentLoaded", act, { once: true });
  }

  // a page that only has settings, and commands of the snippet that came before us
  var earlier = queue.splice(0).map(function (args) {
    return Array.prototype.slice.call(args);
  });
  var boots = earlier.some(function (args) {
    return args[0] === "boot";
  });
  var settings = window.intercomSettings;
  if (settings && settings.app_id && !boots) {
    loader.settings = Object.assign({}, settings);
    queue.push(["boot"]);
    whenBody(function () {
      drawLauncher(settings);
      (window.requestIdleCallback || setTimeout)(load);
    });
  }
  earlier.forEach(function (args) {
    Intercom.apply(null, args);
  });
})();
