// Draws the chart whose numbers stand in the table under it.
document.addEventListener("DOMContentLoaded", () => {
  const canvas = document.getElementById("chart");
  const source = document.getElementById("chart-data");
  if (!canvas || !source || !window.Chart) return;
  const data = JSON.parse(source.textContent);
  new Chart(canvas, {
    type: "bar",
    data: {
      labels: data.labels,
      datasets: [
        { label: canvas.dataset.last, data: data.last, backgroundColor: "#9dc3e6" },
        { label: canvas.dataset.year, data: data.this, backgroundColor: "#1f4e79" },
      ],
    },
    options: { responsive: true, maintainAspectRatio: false, animation: false, plugins: { legend: { position: "bottom" } } },
  });
});
