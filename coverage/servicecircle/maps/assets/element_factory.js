/**
 * The two uses folium makes of jQuery: building an element from text, as in
 * $("<div>...</div>")[0], and waiting for the page, as in $(document).ready(f).
 */
window.$ = window.$ || function (subject) {
  if (subject === document) {
    return {
      ready(run) {
        if (document.readyState === "loading") {
          document.addEventListener("DOMContentLoaded", run);
        } else {
          run();
        }
      },
    };
  }
  const holder = document.createElement("div");
  holder.innerHTML = String(subject).trim();
  return Array.from(holder.children);
};
