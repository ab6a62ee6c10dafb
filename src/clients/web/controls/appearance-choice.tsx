import { useState } from 'react'
import { applyAppearance, densities, keepAppearance, keptAppearance, looks } from '../../ui/appearance.ts'
import { Segments } from '../../ui/segments.tsx'
import { useLanguage } from '../texts/language.tsx'

/** Light or dark, roomy or compact: as this person wants it on this screen. */
export function AppearanceChoice() {
  const { t } = useLanguage()
  const [chosen, setChosen] = useState(keptAppearance)
  const choose = (change: Partial<typeof chosen>) => {
    const next = { ...chosen, ...change }
    setChosen(next)
    applyAppearance(next, document.documentElement)
    keepAppearance(next)
  }
  return (
    <>
      <Segments
        name={t.app.look}
        legend="shown"
        segments={looks.map((look) => ({ value: look, label: t.app.looks[look] }))}
        value={chosen.look}
        onChoose={(look) => choose({ look })}
      />
      <Segments
        name={t.app.density}
        legend="shown"
        segments={densities.map((density) => ({ value: density, label: t.app.densities[density] }))}
        value={chosen.density}
        onChoose={(density) => choose({ density })}
      />
    </>
  )
}
