/**
 * The transport for servers and batches. Needs the optional peer dependency `undici`, 7 or 8.
 *
 * @module
 */
export { type UndiciTransportOptions, undiciTransport } from './undici/undici-transport.ts'
