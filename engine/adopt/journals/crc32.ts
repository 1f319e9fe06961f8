// CRC-32 as Java's class of that name has it (ISO 3309, the polynomial of zlib), over lines that follow each other. Pure.

const table = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** As a signed number of 32 bits. */
export function crc32(lines: readonly string[]): number {
  let value = -1;
  for (const line of lines)
    for (const byte of Buffer.from(line, "utf8")) value = (value >>> 8) ^ (table[(value ^ byte) & 0xff] ?? 0);
  return ~value;
}
