// The page's server has put the settings (and the user_hash that it computed) into the page.
window.intercomSettings = JSON.parse(document.body.dataset.settings);
