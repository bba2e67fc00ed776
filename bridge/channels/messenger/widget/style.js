// SPDX-License-Identifier: MIT
/* The one style sheet; colours are variables, so light, dark and the system's choice are one set of names. */

const LIGHT = `--bg:#fff;--soft:#f2f4f8;--text:#16181d;--dim:#5a6170;--line:#dde1e9;--bad:#b3121d;--link:#1a46c4;
--own:var(--accent);--own-text:var(--on-accent);color-scheme:light`;
const DARK = `--bg:#17191f;--soft:#252932;--text:#f1f3f7;--dim:#a9b1c0;--line:#363c49;--bad:#ff8d8d;--link:#9dbbff;
--own:var(--accent);--own-text:var(--on-accent);color-scheme:dark`;

const TEXT = `
:host{all:initial;--z:2147483000;--accent:#1f4fd8;--on-accent:#fff;--side:20px;--foot:20px;--back:var(--accent);--on-back:var(--on-accent);${LIGHT}}
:host([theme=dark]){${DARK}}
@media (prefers-color-scheme:dark){:host([theme=system]){${DARK}}}
*{box-sizing:border-box}
[hidden]{display:none!important}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.panel{position:fixed;z-index:var(--z);bottom:calc(var(--foot) + 64px);right:var(--side);width:min(400px,calc(100vw - 40px));
height:min(680px,calc(100dvh - var(--foot) - 88px));display:flex;flex-direction:column;overflow:hidden;background:var(--bg);
color:var(--text);border-radius:16px;box-shadow:0 8px 40px #0004,0 0 0 1px var(--line);
font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;animation:in .18s ease-out}
:host([side=left]) .panel{right:auto;left:var(--side)}
@keyframes in{from{opacity:0;transform:translateY(12px)}}
button,textarea{font:inherit;color:inherit}
button{cursor:pointer;background:none;border:0;padding:0}
button:disabled{cursor:default;opacity:.55}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
h2,p,ul{margin:0;padding:0}
ul{list-style:none}
a{color:var(--link)}
section{display:flex;flex-direction:column;min-height:0;flex:1}
svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.icon{width:36px;height:36px;border-radius:10px;display:grid;place-items:center;flex:none}
.icon:hover{background:var(--soft)}
.close{position:absolute;top:12px;right:12px;z-index:1}
.home-open .close{color:var(--on-back)}
.home-open .close:hover{background:#fff3}
.home-open .close:focus-visible{outline-color:var(--on-back)}
.logo{display:block;max-height:32px;max-width:200px;margin-bottom:20px}
.hero{background:var(--back);color:var(--on-back);padding:36px 60px 44px 24px}
.greeting{font-size:22px;line-height:1.25;font-weight:650;overflow-wrap:anywhere}
.intro{margin-top:8px}
.body{flex:1;overflow:auto;padding:0 16px 16px;display:flex;flex-direction:column;gap:14px}
.home{background:linear-gradient(var(--back),var(--back)) top/100% 40% no-repeat,var(--bg)}
.body{background:var(--bg);padding-top:16px}
.primary{background:var(--accent);color:var(--on-accent);border-radius:12px;padding:12px 16px;font-weight:600}
.primary:hover{filter:brightness(1.08)}
.entry{display:flex;gap:12px;align-items:center;width:100%;padding:10px 8px;border-radius:12px;text-align:start}
.entry:hover{background:var(--soft)}
.list li+li{border-top:1px solid var(--line)}
.text{display:flex;flex-direction:column;min-width:0;flex:1}
.preview{color:var(--dim);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.count{background:#b3121d;color:#fff;border-radius:10px;min-width:20px;padding:0 6px;font:600 12px/20px system-ui;text-align:center}
.empty,.privacy{color:var(--dim);padding:8px;font-size:14px}
.privacy{margin-top:auto;font-size:12px}
.avatar{width:32px;height:32px;border-radius:50%;background:var(--accent);color:var(--on-accent);flex:none;display:grid;
place-items:center;font-weight:600;font-size:14px;overflow:hidden}
.avatar img{width:100%;height:100%;object-fit:cover}
.conversation header{display:flex;gap:8px;align-items:center;padding:10px 56px 10px 10px;border-bottom:1px solid var(--line);min-height:60px}
.who{min-width:0}
.who h2{font-size:16px;line-height:1.3}
.status{color:var(--dim);font-size:13px}
.log{position:relative;flex:1;overflow:auto;padding:16px;display:flex;flex-direction:column;gap:12px;overscroll-behavior:contain}
.part{display:flex;gap:8px;max-width:88%;align-items:flex-end}
.own{align-self:flex-end}
.column{min-width:0;display:flex;flex-direction:column;gap:6px;align-items:flex-start}
.own .column{align-items:flex-end}
.theirs .avatar{align-self:flex-start;margin-top:22px}
.author{font-size:12px;color:var(--dim)}
.bubble{padding:9px 13px;border-radius:16px;background:var(--soft);overflow-wrap:anywhere;max-width:100%}
.own .bubble{background:var(--own);color:var(--own-text);white-space:pre-wrap}
.own .bubble a{color:inherit}
.stream .bubble{white-space:pre-wrap}
.bubble>*+*,.bubble p+p{margin-top:8px}
.bubble ul,.bubble ol{padding-inline-start:20px;list-style:revert}
.bubble img{max-width:100%;height:auto;border-radius:8px}
.bubble pre{overflow:auto;margin:0}
.sources{font-size:13px;color:var(--dim)}
.sources li{padding-top:2px}
.options,.files,.chips{display:flex;flex-wrap:wrap;gap:6px}
.options button{border:1px solid var(--link);color:var(--link);border-radius:18px;padding:6px 14px;background:var(--bg)}
.options button:hover:enabled{background:var(--soft)}
.files img{display:block;max-width:220px;max-height:180px;border-radius:12px}
.files>a:not(:has(img)),.files>span,.chip{border:1px solid var(--line);border-radius:10px;padding:5px 10px;font-size:13px;overflow-wrap:anywhere}
.chip{display:inline-flex;gap:8px}
.state{font-size:12px;color:var(--dim)}
.bad{color:var(--bad)}
.link{color:var(--link);text-decoration:underline;margin-inline-start:8px}
.dots{display:flex;gap:4px;padding:13px;background:var(--soft);border-radius:16px;align-self:flex-start;margin-inline-start:40px}
.dots i{width:7px;height:7px;border-radius:50%;background:var(--dim);animation:dot 1.2s infinite}
.dots i:nth-child(2){animation-delay:.15s}
.dots i:nth-child(3){animation-delay:.3s}
@keyframes dot{30%{transform:translateY(-4px)}60%{transform:none}}
.rating{border-top:1px solid var(--line);padding:12px;display:flex;flex-direction:column;gap:8px;text-align:center}
.faces{display:flex;justify-content:center;gap:6px}
.faces button{padding:6px;border-radius:12px;border:2px solid transparent}
.faces svg{display:block;width:28px;height:28px;stroke-width:1.6}
.faces button:hover:enabled{background:var(--soft)}
.faces [aria-pressed=true]{border-color:var(--link);background:var(--soft)}
.rating .primary{padding:7px 14px}
.composer{border-top:1px solid var(--line);padding:10px;display:flex;flex-direction:column;gap:8px}
.chips:empty{display:none}
.row{display:flex;gap:6px;align-items:flex-end}
textarea{flex:1;min-width:0;resize:none;border:1px solid var(--dim);border-radius:12px;background:var(--bg);padding:7px 12px;max-height:120px;font-size:16px;line-height:1.3}
textarea::placeholder{color:var(--dim);opacity:1}
.send{background:var(--accent);color:var(--on-accent);border-radius:50%}
.send:hover:enabled{background:var(--accent);filter:brightness(1.1)}
.send:disabled{background:var(--dim);color:var(--bg);opacity:1}
@media (max-width:479px){
.panel,:host([side=left]) .panel{inset:0;width:100vw;height:100dvh;border-radius:0;z-index:calc(var(--z) + 2)}}
@media (prefers-reduced-motion:reduce){*{animation:none!important;scroll-behavior:auto!important}}
@media print{.panel{display:none}}
`;

/** The sheet, made at first use. */
export function sheet() {
  made ??= new CSSStyleSheet();
  if (made.cssRules.length === 0) made.replaceSync(TEXT);
  return made;
}

let made = null;
