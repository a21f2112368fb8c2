/** What the processes that serve have in common: they tell their port, then their processor time whenever they are asked. */
export function tell(port: number): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpuMs: (user + system) / 1000, rssMb: process.memoryUsage.rss() / 1e6 })
  })
  process.on('disconnect', () => process.exit())
  process.send?.({ port })
}
