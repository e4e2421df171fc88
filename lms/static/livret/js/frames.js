/* A frame that scrolls is reached with the key Tab, one whose content fits is not. The page gives the
   tab stop to each frame; this takes it from those that it does not help, as the width changes. */

const scrolls = (frame) =>
  frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight;

function settle(frame) {
  if (scrolls(frame)) frame.tabIndex = 0;
  else if (frame !== document.activeElement) frame.removeAttribute("tabindex");
}

const watch = new ResizeObserver((seen) => {
  for (const frame of new Set(seen.map((one) => one.target.closest(".defile")))) settle(frame);
});

for (const frame of document.querySelectorAll(".defile[tabindex]")) {
  frame.addEventListener("blur", () => settle(frame));
  for (const part of [frame, ...frame.children]) watch.observe(part);
}
