// Before the first paint: nobody who chose dark is shown a white page first.
try {
  const theme = localStorage.getItem('cap-theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  const language = localStorage.getItem('cap-language')
  if (language) document.documentElement.lang = language
} catch {
  // Storage is off: the system's theme is taken.
}
