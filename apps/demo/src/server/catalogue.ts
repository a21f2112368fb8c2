import { faults } from '@cap/core/testing'
import type { Catalogue } from '../api/catalogue.ts'
import type { Environment, Provider } from '../engine/provider.ts'
import { UsageError } from '../engine/usage-error.ts'

/** What the engine knows, for people who fill in and choose. */
export function catalogueOf(providers: readonly Provider[], environment: Environment): Catalogue {
  return {
    providers: providers.map((provider) => {
      const { name, title, keyed, readsFirst, scenarios, plain } = provider
      return {
        name,
        title,
        keyed,
        readsFirst,
        fields: provider.fields.map((field) => ({
          name: field.name,
          placeholder: field.placeholder ?? null,
          help: field.help,
          path: pathOf(provider, field.name),
          choices: field.choices === undefined ? null : [...field.choices],
          fallback: field.fallback ?? null,
          emulatorOnly: field.emulatorOnly ?? false,
          secret: field.secret ?? false,
        })),
        plain: Object.fromEntries(
          Object.entries(plain).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
        ),
        scenarios: scenarios.map(({ name: scenario, title: what, source }) => ({
          name: scenario,
          title: what,
          source,
        })),
        sandbox: sandboxOf(provider, environment),
      }
    }),
    faults: faults.map(({ name, title, reaches, passing }) => ({ name, title, reaches, passing })),
  }
}

/** The longest path is the most exact: `amount.amount` for what `amount` names too. */
function pathOf({ fieldOf }: Provider, field: string): string | null {
  const paths = Object.entries(fieldOf).flatMap(([path, name]) => (name === field ? [path] : []))
  return paths.toSorted((one, two) => two.length - one.length)[0] ?? null
}

function sandboxOf({ sandbox }: Provider, environment: Environment) {
  const variables = [...sandbox.variables]
  try {
    return { armed: true, url: sandbox.open(environment).url, why: null, variables }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return { armed: false, url: null, why: error.message, variables }
  }
}
