// SPDX-License-Identifier: MIT
/* The commands of `Intercom(name, …)`: one table, a name and what it does. */

const ABSENT = new Set(["startTour", "showArticle", "showNews", "startSurvey", "startChecklist", "showTicket"]);

/**
 * @param {object} app What `element.js` offers.
 * @returns {(name: string, ...rest: any[]) => any}
 */
export function commandsOf(app) {
  const warned = new Set();
  const table = {
    boot: (settings) => app.boot({ ...window.intercomSettings, ...settings }),
    shutdown: () => app.shutdown(),
    update(settings) {
      const all = { ...window.intercomSettings, ...settings };
      // Intercom's npm package boots a page that was shut down by an update that names the app
      return app.isBooted || !settings?.app_id ? app.update(all) : app.boot(all);
    },
    hide: () => app.hide(),
    show: () => app.show(),
    showSpace: (space) => (space === "messages" || space === "home" ? app.showHome() : app.show()),
    showMessages: () => app.showHome(),
    showNewMessage: (text) => app.showNew(text),
    startConversation: (text) => app.begin(text && String(text)),
    showConversation: (id) => app.showConversation(id),
    onHide: (callback) => app.on("hide", callback),
    onShow: (callback) => app.on("show", callback),
    onUnreadCountChange(callback) {
      app.on("unread", callback);
      app.call(callback, app.unreadCount());
    },
    onUserEmailSupplied: (callback) => app.on("email", callback),
    trackEvent: (name, metadata = {}) => app.track(name, metadata),
    getVisitorId: () => app.contact()?.id,
    whoami: () => app.contact(),
    hideNotifications: () => undefined, // there are no notifications beside the badge
    reattach_activator: () => app.attachActivators(),
  };

  return function command(name, ...rest) {
    if (Object.hasOwn(table, name)) return table[name](...rest);
    const known = ABSENT.has(name) ? "is not part of this Messenger" : "is unknown";
    if (!warned.has(name)) console.warn(`Messenger: ${String(name)} ${known}`);
    warned.add(name);
    return undefined;
  };
}
