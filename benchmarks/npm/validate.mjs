// node validate.mjs FOLDER TOOL < list of files: one line of JSON for each file, {file, problem}; problem is null where valid.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [folder, tool] = process.argv.slice(2)
const require = createRequire(pathToFileURL(join(folder, 'package.json')))
const scope = join(folder, 'node_modules', '@cyclonedx')
const say = console.log
console.log = console.warn = console.error = () => {} // cdxgen talks

const official = (version) => {
  const schemas = join(scope, 'cyclonedx-library', 'res', 'schema')
  const read = (name) => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8'))
  const Ajv = require('ajv').default
  const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: true })
  require('ajv-formats').default(ajv)
  require('ajv-formats-draft2019')(ajv)
  ajv.addFormat('iri-reference', true)
  const names = ['spdx', 'jsf-0.82', ...(version === '1.7' ? ['cryptography-defs'] : [])]
  for (const name of names) ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`)
  return ajv.compile(read(`bom-${version}`))
}

const compiled = new Map()
const tools = {
  library: async (text) => {
    const { Spec, Validation } = require('@cyclonedx/cyclonedx-library')
    const version = Spec.Version[`v${JSON.parse(text).specVersion.replace('.', 'dot')}`]
    return await new Validation.JsonStrictValidator(version).validate(text)
  },
  'library-xml': async (text) => {
    const { Spec, Validation } = require('@cyclonedx/cyclonedx-library')
    const version = Spec.Version[/bom\/1\.7/.test(text) ? 'v1dot7' : 'v1dot6']
    return await new Validation.XmlValidator(version).validate(text)
  },
  ajv: async (text) => {
    const bom = JSON.parse(text)
    if (!compiled.has(bom.specVersion)) compiled.set(bom.specVersion, official(bom.specVersion))
    const check = compiled.get(bom.specVersion)
    return check(bom) ? null : check.errors
  },
  cdxgen: async (text) => {
    const { validateBomAdvanced } = await import(pathToFileURL(join(scope, 'cdxgen', 'lib', 'validator', 'index.js')))
    const report = validateBomAdvanced(JSON.parse(text), { schema: true, deep: true })
    return report.schemaValid && report.deepValid ? null : { schema: report.schemaValid, deep: report.deepValid }
  },
  'cdxgen-spdx': async (text) => {
    const path = join(scope, 'cdxgen', 'data', 'spdx-export.schema.json')
    const Ajv = require('ajv/dist/2020').default
    if (!compiled.has(path)) compiled.set(path, new Ajv({ strict: false }).compile(JSON.parse(readFileSync(path, 'utf8'))))
    const check = compiled.get(path)
    return check(JSON.parse(text)) ? null : check.errors.slice(0, 3)
  },
}

for (const file of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  let problem
  try {
    problem = await tools[tool](readFileSync(file, 'utf8'))
  } catch (error) {
    problem = String(error)
  }
  say(JSON.stringify({ file, problem: problem ? JSON.stringify(problem).slice(0, 300) : null }))
}
