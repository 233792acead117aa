// The house asks again who it is before an act that cannot be taken back: what was typed into the form of that act then comes back.
// It is kept in this tab only and once. Never kept: passwords, files, and forms that hold a secret (a ballot paper).
const DOOR = '/tai-khoan/' // where the proof is given, and nothing kept
const KEPT = `typed ${location.pathname}` // the page that asks for the proof is left by a form, too
const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && !['hidden', 'password', 'file', 'submit', 'button'].includes(field.type))

document.addEventListener('submit', ({ target: form }) => {
  if (form.method !== 'post' || form.closest('[data-secret]') || location.pathname.startsWith(DOOR)) return
  const values = fieldsOf(form).map((field) => (field.type === 'checkbox' || field.type === 'radio' ? field.checked : field.value))
  sessionStorage.setItem(KEPT, JSON.stringify({ action: form.action, values }))
})

const kept = JSON.parse(sessionStorage.getItem(KEPT))
if (kept) {
  sessionStorage.removeItem(KEPT)
  const form = [...document.forms].find((each) => each.action === kept.action && fieldsOf(each).length === kept.values.length)
  if (form && document.referrer.startsWith(location.origin + DOOR)) {
    fieldsOf(form).forEach((field, place) => {
      if (field.type === 'checkbox' || field.type === 'radio') field.checked = kept.values[place]
      else field.value = kept.values[place]
    })
    form.closest('details')?.setAttribute('open', '')
  }
}
