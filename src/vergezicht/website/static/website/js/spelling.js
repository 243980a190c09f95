// As the server does: a missed, doubled, wrong or exchanged letter is one error; two of them in long words.
// Only what lies near the diagonal can come to few errors, and nothing does once a whole line of it is over.
export function errors(first, second, most) {
  const over = most + 1;
  if (Math.abs(first.length - second.length) > most) return over;
  let older = [];
  let before = [];
  let row = Array.from({ length: second.length + 1 }, (_, place) => place);
  let lowest = 0;
  for (let i = 1; i <= first.length; i++) {
    [older, before, row] = [before, row, older];
    const [from, to] = [Math.max(1, i - most), Math.min(second.length, i + most)];
    const lowestBefore = lowest;
    row[from - 1] = lowest = from === 1 ? i : over;
    for (let j = from; j <= to; j++) {
      const above = j < i + most ? before[j] : over;
      row[j] = Math.min(above + 1, row[j - 1] + 1, before[j - 1] + (first[i - 1] !== second[j - 1]));
      if (i > 1 && j > 1 && first[i - 1] === second[j - 2] && first[i - 2] === second[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
      lowest = Math.min(lowest, row[j]);
    }
    if (lowest > most && lowestBefore > most) return over;
  }
  return row[second.length];
}
