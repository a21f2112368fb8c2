import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

export const docsFolder = join(import.meta.dirname, '..')
export const rootFolder = join(docsFolder, '..')

/** Where the code of the pages is written to: build results, ignored by git. */
export const codeFolder = join(docsFolder, '.reports', 'code')

/** A fenced block of a page. */
export interface Block {
  /** The line of the opening fence, from 1. */
  readonly line: number
  readonly language: string
  readonly text: string
  /** What the comments right above it say to the emulators: `<!-- pipwave: authorise … -->`. Not shown to readers. */
  readonly stage: readonly string[]
}

/** A ```ts block: a module of its own, which later blocks of the page can import. */
export interface Program extends Block {
  /** Named by a first line `// name.ts`, else by its line. */
  readonly file: string
  /** The ```text block that follows it: what it prints. */
  readonly prints: string
}

export interface Page {
  readonly name: string
  readonly text: string
  readonly blocks: readonly Block[]
}

export const pages: readonly Page[] = readdirSync(docsFolder)
  .filter((file) => file.endsWith('.md'))
  .sort()
  .map((file) => {
    const text = readFileSync(join(docsFolder, file), 'utf8')
    return { name: basename(file, '.md'), text, blocks: blocksOf(text) }
  })

export function pageNamed(name: string): Page {
  const page = pages.find((one) => one.name === name)
  if (page === undefined) throw new Error(`there is no docs/${name}.md`)
  return page
}

function blocksOf(text: string): readonly Block[] {
  const fence = /((?:^<!-- .* -->\n)*)^```(\w*)[^\n]*\n([\s\S]*?)^```$/gm
  return [...text.matchAll(fence)].map((match) => {
    const [, comments = '', language = '', code = ''] = match
    const line = text.slice(0, match.index + comments.length).split('\n').length
    const stage = [...comments.matchAll(/^<!-- (.*) -->$/gm)].map(([, said = '']) => said)
    return { line, language, text: code, stage }
  })
}

export function programsOf({ blocks }: Page): readonly Program[] {
  return blocks.flatMap((block, index) => {
    if (block.language !== 'ts') return []
    const [, name = `line-${block.line}.ts`] = /^\/\/ ([\w-]+\.ts)\n/.exec(block.text) ?? []
    const next = blocks[index + 1]
    return [{ ...block, file: name, prints: next?.language === 'text' ? next.text : '' }]
  })
}

/** Variables that a page tells its reader to export. */
export function exportsOf({ blocks }: Page): Readonly<Record<string, string>> {
  const lines = blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.split('\n'))
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^export (\w+)=(\S+)/.exec(line) ?? []
      return name === undefined || value === undefined ? [] : [[name, value]]
    }),
  )
}
