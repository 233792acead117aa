// A passkey that was refused or cancelled says so on the page; allauth's script only tells the console.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  const place = document.getElementById('refusal')
  place.replaceChildren(document.getElementById('passkey-refused').content.cloneNode(true))
  place.scrollIntoView({ block: 'nearest' })
})
