// `tsc` writes `.ts` specifiers into declarations as they stand in the sources. A tarball holds `.js` and `.d.ts` files,
// so every relative specifier is pointed at the `.js` file that is there. Runs in the folder of a package.
import { globSync, readFileSync, writeFileSync } from 'node:fs'

const relativeSpecifier = /(\bfrom |\bimport\(|\bimport )(['"])(\.{1,2}\/[^'"]*)\.ts\2/g

for (const file of globSync('dist/**/*.d.ts')) {
  const text = readFileSync(file, 'utf8')
  const rewritten = text.replace(relativeSpecifier, '$1$2$3.js$2')
  if (rewritten !== text) writeFileSync(file, rewritten)
}
