/* Says to the server that the lesson was opened, then that somebody is still there: they touched the
   page, or a media plays. The server's clock alone decides; a sign that is lost is not sent again. */

const form = document.querySelector("[data-activite]");
const WAIT = 1000 * Number(form?.dataset.activite);
const USES = ["pointermove", "pointerdown", "keydown", "scroll", "touchstart"];
let used = false;

function say(kind, media = "") {
  const body = new FormData(form);
  body.set("fait", kind);
  body.set("media", media);
  body.set("script", "1");
  fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => {});
}

function playing() {
  return [...document.querySelectorAll("video, audio")].find((media) => !media.paused);
}

function sign() {
  const media = playing();
  if (media) say("media", media.dataset.media);
  else if (used && document.visibilityState === "visible") say("present");
  used = false;
}

if (form) {
  for (const use of USES) {
    addEventListener(use, () => (used = true), { passive: true });
  }
  say("opened");
  setInterval(sign, WAIT);
}
