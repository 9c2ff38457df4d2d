// Draws the chart whose numbers stand in the table under it, in the colours and the letters of the page. Either this year beside
// the last, or any number of sets, one bar each.
(() => {
  let chart;
  function draw() {
    const canvas = document.getElementById("chart");
    const source = document.getElementById("chart-data");
    if (!canvas || !source || !window.Chart) return;
    const data = JSON.parse(source.textContent);
    const page = getComputedStyle(document.documentElement);
    const colour = (name) => page.getPropertyValue(name).trim();
    const palette = ["#1f4e79", "#9dc3e6", "#c55a11", "#70ad47", "#7f6084", "#ffc000", "#44546a", "#a9d18e"];
    const isPlain = (document.documentElement.dataset.contrast ?? "off") === "off";
    const font = { family: colour("--font"), size: Math.max(14, parseFloat(getComputedStyle(document.body).fontSize) * 0.9) };
    const ink = colour("--ink");
    const axis = { ticks: { color: ink, font }, grid: { color: isPlain ? colour("--line") : "transparent" } };
    const numbers = data.sets ? data.sets.flatMap((set) => set.data) : [...data.last, ...data.this];
    const isCount = numbers.every((number) => number === null || Number.isInteger(Number(number)));
    const upright = isCount ? { ...axis, ticks: { ...axis.ticks, precision: 0 } } : axis; // There is no half a patent.
    chart?.destroy();
    const box = canvas.parentElement; // On a narrow screen the names of many sets take lines of their own.
    box.style.minHeight = data.sets?.length > 4 && box.clientWidth < 600 ? `${18 + 2 * data.sets.length}rem` : "";
    chart = new Chart(canvas, {
      type: "bar",
      data: {
        labels: data.labels,
        datasets: data.sets ? data.sets.map((set, at) => ({ ...set, backgroundColor: palette[at % palette.length], borderColor: ink, borderWidth: isPlain ? 0 : 1 })) : [
          { label: canvas.dataset.last, data: data.last, backgroundColor: isPlain ? "#9dc3e6" : colour("--paper"), borderColor: ink, borderWidth: isPlain ? 0 : 2 },
          { label: canvas.dataset.year, data: data.this, backgroundColor: colour("--blue"), borderColor: ink, borderWidth: isPlain ? 0 : 2 },
        ],
      },
      options: {
        responsive: true, maintainAspectRatio: false, animation: false,
        scales: { x: axis, y: upright },
        plugins: { legend: { position: "bottom", labels: { color: ink, font } } },
      },
    });
  }
  document.addEventListener("DOMContentLoaded", draw);
  document.addEventListener("display:changed", draw);
})();
