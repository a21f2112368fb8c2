import { Option } from 'commander'
import type { Field } from '../engine/field.ts'

/** A field as an option: its notes are written out, for most defaults are made up while the command runs. */
export function optionOf({ name, placeholder, help, choices, fallback, emulatorOnly }: Field): Option {
  const notes = [
    ...(fallback === undefined ? [] : [`default: ${fallback}`]),
    ...(emulatorOnly === true ? ['emulator only'] : []),
  ]
  const flags = placeholder === undefined ? `--${name}` : `--${name} <${placeholder}>`
  const option = new Option(flags, notes.length === 0 ? help : `${help} (${notes.join('; ')})`)
  return choices === undefined ? option : option.choices(choices)
}

/** As commander names the values of options. */
export function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
