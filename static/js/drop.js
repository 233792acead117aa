// A file dropped on the form is chosen in its file field and sent at once. Without this script the field does the same.
document.querySelectorAll('form[data-drop]').forEach((form) => {
  const place = form.querySelector('.drop')
  const field = form.querySelector('input[type=file]')
  const over = (event, is) => {
    event.preventDefault()
    place.classList.toggle('is-over', is)
  }
  place.hidden = false
  form.addEventListener('dragover', (event) => over(event, true))
  form.addEventListener('dragleave', (event) => over(event, false))
  form.addEventListener('drop', (event) => {
    over(event, false)
    if (!event.dataTransfer.files.length) return
    field.files = event.dataTransfer.files
    form.requestSubmit()
  })
})
