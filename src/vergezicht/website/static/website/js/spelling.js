// As the server does: a missed, doubled, wrong or exchanged letter is one error; two of them in long words.
export function errors(first, second, most) {
  if (Math.abs(first.length - second.length) > most) return most + 1;
  let older = [];
  let before = [];
  let row = Array.from({ length: second.length + 1 }, (_, place) => place);
  for (let i = 1; i <= first.length; i++) {
    [older, before, row] = [before, row, [i]];
    for (let j = 1; j <= second.length; j++) {
      row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (first[i - 1] !== second[j - 1]));
      if (i > 1 && j > 1 && first[i - 1] === second[j - 2] && first[i - 2] === second[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
    }
  }
  return row[second.length];
}
