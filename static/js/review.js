// The score sheet: the total while typing, the range that a mark lies in, how long a comment is. The server counts again.
(() => {
  function sheet(form) {
    const output = document.querySelector("[data-total]");
    const criteria = [...form.querySelectorAll(".criterion")];
    const number = (text) => (/^\d+(\.\d)?$/.test(text.trim()) ? Number(text) : NaN);

    function add() {
      let sum = 0;
      for (const place of criteria) {
        const mark = number(place.querySelector("input[name^='mark-']").value), most = Number(place.dataset.most);
        const isGood = mark >= 0 && mark <= most;
        if (isGood) sum += Math.round(mark * 10) * Number(place.dataset.weight) / (most * 10);
        for (const anchor of place.querySelectorAll(".anchors li")) {
          anchor.classList.toggle("chosen", isGood && mark >= Number(anchor.dataset.low) && mark <= Number(anchor.dataset.high));
        }
      }
      output.textContent = (Math.round(sum * 100 + 1e-6) / 100).toFixed(2);
    }
    form.addEventListener("input", add);
    add();

    for (const area of form.querySelectorAll("textarea[data-least]")) {
      const least = Number(area.dataset.least), words = area.parentElement.querySelector(".counter");
      if (!least || !words) continue;
      const count = () => {
        const length = area.value.replace(/\s/g, "").length;
        words.textContent = `已写 ${length} 字，不少于 ${least} 字`;
        words.classList.toggle("over", length > 0 && length < least);
      };
      area.addEventListener("input", count);
      count();
    }
  }
  const start = () => document.querySelectorAll("form[data-scores]").forEach(sheet);
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
