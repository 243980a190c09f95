// Does the small sum of an open form (initiatives/codes.py) while somebody fills it in. Nothing leaves the page.
const BATCH = 128;

const zeroBits = (bytes) => {
  let count = 0;
  for (const byte of bytes) {
    if (byte === 0) count += 8;
    else return count + Math.clz32(byte) - 24;
  }
  return count;
};

const solve = async (token, bits) => {
  const encoder = new TextEncoder();
  for (let start = 0; ; start += BATCH) {
    const digests = await Promise.all(
      Array.from({ length: BATCH }, (_, n) => crypto.subtle.digest("SHA-256", encoder.encode(`${token}:${start + n}`))),
    );
    const found = digests.findIndex((digest) => zeroBits(new Uint8Array(digest, 0, 8)) >= bits);
    if (found >= 0) return String(start + found);
    await new Promise((resume) => setTimeout(resume));
  }
};

if (globalThis.crypto?.subtle) {
  for (const field of document.querySelectorAll("input[name=work]")) {
    solve(field.form.elements.token.value, Number(field.dataset.bits)).then((work) => {
      field.value = work;
    });
  }
}
