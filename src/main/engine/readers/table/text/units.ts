const unit =
  /^(?:[kMµμmn]?ohms?|volts?|amps?|amperes?|watts?|meters?|metres?|unitless|no[ _]?units?|TS|RN|[numkKMGTµμhcd]?(?:s|sec|secs|g|V|A|W|Wh|Hz|Pa|bar|N|J|l|L|K|F|VA|var|Ω|ohm|T|mol|cd|lm|lx|bps|B|b|m|Gy|Bq|Sv|eV|cal)|min|mins|h|hr|hrs|hour|hours|day|days|d|yr|seconds|minutes|msec|usec|m\/\(s\^2\)|°|deg|degrees|°c|°f|deg ?c|degc|degf|deg ?f|℃|℉|celsius|kelvin|rad|rpm|bpm|hpa|mbar|psi|atm|lux|db|dba|dbm|ppm|ppb|%|‰|percent|count|counts|cnt|adc|a\.?u\.?|arb|raw|bool|int|float|str|string|text|utc|local|date|time|id|none|n\/a|-|–|1|[[(].*[\])]|[hmsydd:./\- ]*(?:hh|mm|ss|yyyy)[hmsyd:./\- tfMYDH]*|[µμmnk]?g(?:\/|\s)?m\^?[3³-]*|[a-zµμ°²³⁻¹·^*\d]{1,5}(?:[/·*^ ][a-zµμ°²³⁻¹·^*\d-]{1,6}){1,2})$/i;

/** Whether a row under a header names units: `s, MW, °C`. Blank cells are allowed, but not alone. */
export function isUnitsRow(cells: readonly string[]): boolean {
  const own = cells.filter((cell) => cell !== '');
  return (
    own.length > 0 &&
    own.length >= cells.length / 3 &&
    !(cells.length > 1 && own.length === 1 && cells[0] !== '') &&
    own.filter((cell) => unit.test(cell)).length >= 0.6 * own.length
  );
}

/** What a logger did to what it measured, or how: `Avg`, `Smp`, `CAL`. */
const process =
  /^(?:avg|ave|mean|smp|min|max|tot|total|std|stdev|med|cal|uncal|raw|analog|digital|counter|wvc|inst|calibrated|uncalibrated|float|int|double|string|number)$/i;

/** Whether a row under a header says how each column came about, and has no unit: `,,Min,Avg,Smp`. */
export function isProcessRow(cells: readonly string[]): boolean {
  const own = cells.filter((cell) => cell !== '');
  return own.length > 0 && own.length >= cells.length / 3 && own.every((cell) => process.test(cell));
}

/** Whether a row under a header says how many samples each channel has, and nothing of the time: `,2000,2000,` (AcqKnowledge). */
export function isCountRow(cells: readonly string[]): boolean {
  const [first, ...others] = cells;
  const own = others.filter((cell) => cell !== '');
  return first === '' && own.length > 0 && new Set(own).size === 1 && /^[1-9]\d+$/.test(own[0]!);
}
