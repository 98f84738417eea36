"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const blue = "#1f6fb2", orange = "#d9731a", green = "#2c8a5a", ink = "#5b6675", line = "#e7ebf0";
  const conditionColours = [blue, orange, green, "#8a4fa3"];
  const font = "12px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";
  const least = 290, legend = 34;

  const axis = (label, more) => ({
    label, font, labelFont: "600 " + font, labelSize: 26, stroke: ink,
    grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, ...more,
  });

  const some = values => values && values.some(v => v !== null);

  function draw(id, options, values) {
    const place = document.getElementById(id);
    // The room that the figure beside it leaves, so that both end on one line.
    const room = { width: place.clientWidth, height: Math.max(least, place.clientHeight - legend) };
    const plot = new uPlot({ ...room, cursor: { drag: { x: false, y: false } }, ...options }, values, place);
    addEventListener("resize", () => plot.setSize({ width: place.clientWidth, height: room.height }));
  }

  function none(id, sentence) {
    const figure = document.getElementById(id);
    figure.textContent = sentence;
    figure.className = "none";
  }

  const trialScale = { time: false, range: (_, low, high) => [Math.min(0, low - 1), high + 1] };
  const whole = values => values.map(v => Number.isInteger(v) ? v : "");

  // A level line across the plot, drawn below the series.
  const levelAt = (scale, value, dash) => u => {
    const y = u.valToPos(value, scale, true), { left, width } = u.bbox;
    if (y < u.bbox.top || y > u.bbox.top + u.bbox.height) return;
    u.ctx.save();
    u.ctx.strokeStyle = ink;
    u.ctx.setLineDash(dash);
    u.ctx.beginPath();
    u.ctx.moveTo(left, y);
    u.ctx.lineTo(left + width, y);
    u.ctx.stroke();
    u.ctx.restore();
  };

  // The interval of each trial as an upright line, so that a single estimate shows its width too.
  const whiskers = (low, high) => u => {
    u.ctx.save();
    u.ctx.strokeStyle = "rgba(31,111,178,.45)";
    u.ctx.lineWidth = 1.5 * devicePixelRatio;
    u.ctx.beginPath();
    data.trial.forEach((trial, i) => {
      if (low[i] === null || high[i] === null) return;
      const x = u.valToPos(trial, "x", true);
      u.ctx.moveTo(x, u.valToPos(low[i], "y", true));
      u.ctx.lineTo(x, u.valToPos(high[i], "y", true));
    });
    u.ctx.stroke();
    u.ctx.restore();
  };

  function cbi() {
    if (!some(data.cbi_ratio)) return none("cbi", "No trial has an estimate of CBI.");
    const edge = { width: 1, stroke: "rgba(31,111,178,.35)", points: { show: false }, spanGaps: false };
    draw("cbi", {
      scales: { x: trialScale, y: { range: (_, low, high) => [0, Math.max(1.2, high * 1.05)] } },
      axes: [axis("Trial", { values: (_, v) => whole(v) }), axis("CBI ratio")],
      series: [
        { label: "Trial" },
        { label: "Ratio", stroke: blue, width: 2, points: { show: true, size: 5, fill: blue } },
        { label: "95 % high", ...edge },
        { label: "95 % low", ...edge },
      ],
      bands: [{ series: [2, 3], fill: "rgba(31,111,178,.14)" }],
      hooks: { drawAxes: [levelAt("y", 1, [6, 4]), whiskers(data.cbi_low, data.cbi_high)] },
    }, [data.trial, data.cbi_ratio, data.cbi_high, data.cbi_low]);
  }

  function mep() {
    if (!some(data.mep_uv)) return none("mep", "No trial has an MEP.");
    const conditions = [...new Set(data.condition.map(c => c ?? "condition unknown"))];
    const of = c => data.mep_uv.map((v, i) => (data.condition[i] ?? "condition unknown") === c && data.valid[i] !== false && v > 0 ? v : null);
    draw("mep", {
      scales: { x: trialScale, y: { distr: 3 } },
      axes: [axis("Trial", { values: (_, v) => whole(v) }), axis("MEP, peak to peak (µV)", { size: 60 })],
      series: [
        { label: "Trial" },
        ...conditions.map((label, i) => {
          const colour = conditionColours[i % conditionColours.length];
          return { label, stroke: colour, paths: () => null, points: { show: true, size: 7, fill: colour, width: 0 } };
        }),
      ],
    }, [data.trial, ...conditions.map(of)]);
  }

  function timing() {
    if (!some(data.timing_count)) return none("timing", "No pulse has a timing error.");
    const half = data.timing_width_us / 2;
    const centres = data.timing_centre_us;
    draw("timing", {
      scales: {
        x: { time: false, range: [centres[0] - 2 * half, centres[centres.length - 1] + 2 * half] },
        y: { range: (_, low, high) => [0, Math.max(1, high * 1.08)] },
      },
      axes: [axis("Fired minus asked (µs)"), axis("Pulses", { values: (_, v) => whole(v) })],
      series: [
        { label: "Error", value: (_, v) => v === null ? "–" : `${+(v - half).toPrecision(6)} to ${+(v + half).toPrecision(6)} µs` },
        { label: "Pulses", stroke: blue, fill: "rgba(31,111,178,.72)", width: 0, paths: uPlot.paths.bars({ size: [0.94, 80], align: 0 }), points: { show: false } },
      ],
    }, [centres, data.timing_count]);
  }

  cbi();
  mep();
  timing();
})();
